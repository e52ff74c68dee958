import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import type { Channel } from '#common/contract/common.ts';

const ON_BEHALF = ['phone', 'in-person', 'sms', 'email', 'letter'] as const satisfies readonly Channel[];

/** Channel through which a request filed by staff reached them. */
export function ChannelField({ value, onChange }: { value: Channel; onChange: (channel: Channel) => void }) {
  const { t } = useTranslation(['file', 'words', 'common']);
  return (
    <TextField
      id="channel"
      select
      label={t('applicant.channel')}
      value={value}
      onChange={(event) => onChange(event.target.value as Channel)}
      slotProps={{ select: { native: true }, inputLabel: { shrink: true } }}
    >
      {ON_BEHALF.map((channel) => (
        <option key={channel} value={channel}>
          {t(`words:channel.${channel}`)}
        </option>
      ))}
    </TextField>
  );
}
