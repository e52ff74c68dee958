import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

/** Finds a request by its tracking code, in digits of any script. */
export function CodeSearch({ first = '' }: { first?: string }) {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const [code, setCode] = useState(first);
  const search = (event: FormEvent) => {
    event.preventDefault();
    const q = code.trim();
    void navigate(q ? `/desk/requests?${new URLSearchParams({ q }).toString()}` : '/desk/requests');
  };
  return (
    <Box component="form" role="search" onSubmit={search} data-search>
      <TextField
        type="search"
        placeholder={t('list.search')}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        slotProps={{
          htmlInput: { 'aria-label': t('list.search'), maxLength: 40 },
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <SearchIcon aria-hidden fontSize="small" />
              </InputAdornment>
            ),
          },
        }}
      />
    </Box>
  );
}
