<#import "template.ftl" as layout>
<#import "buttons.ftl" as buttons>
<@layout.registrationLayout; section>
    <#if section = "header">
        ${msg("pageExpiredTitle")}
    <#elseif section = "form">
        <p class="instruction">${msg("shahrahPageExpired")}</p>
        <@buttons.actionGroup>
            <@buttons.buttonLink id="loginRestartLink" href=url.loginRestartFlowUrl label="shahrahStartAgain" class=["kcButtonPrimaryClass", "kcButtonBlockClass"] />
            <@buttons.buttonLink id="loginContinueLink" href=url.loginAction label="shahrahGoOn" />
        </@buttons.actionGroup>
    </#if>
</@layout.registrationLayout>
