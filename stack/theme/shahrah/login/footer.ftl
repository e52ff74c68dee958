<#-- Below the form: the languages, each in its own words, the way out for citizens, and the hints that js/shahrah.js shows. -->
<#macro content>
  <#if realm.internationalizationEnabled && locale.supported?size gt 1>
    <nav class="shahrah-languages" aria-label="${msg("shahrahLanguages")}">
      <#list locale.supported as l>
        <#if l.languageTag != locale.currentLanguageTag>
          <a href="${l.url}" hreflang="${l.languageTag}" lang="${l.languageTag}">${l.label}</a>
        </#if>
      </#list>
    </nav>
  </#if>
  <#if pageId! == "login" && (client.baseUrl)?has_content>
    <p class="shahrah-citizens">${msg("shahrahCitizens")} <a href="${client.baseUrl}">${msg("shahrahCitizensLink")}</a></p>
  </#if>
  <p id="shahrah-hint-letters" class="shahrah-hint" hidden>${msg("shahrahHintLetters")}</p>
  <p id="shahrah-hint-capitals" class="shahrah-hint" hidden>${msg("shahrahHintCapitals")}</p>
</#macro>
