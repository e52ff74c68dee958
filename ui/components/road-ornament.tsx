import { useTheme } from '@mui/material/styles';

/** The product's only ornament: a quiet road that runs to the horizon. */
export function RoadOrnament({ width = 120 }: { width?: number }) {
  const { palette } = useTheme();
  return (
    <svg width={width} height={width / 3} viewBox="0 0 120 40" aria-hidden focusable="false">
      <path
        d="M2 38 L54 4 M118 38 L66 4"
        stroke={palette.divider}
        strokeWidth="3"
        strokeLinecap="round"
        fill="none"
      />
      <path
        d="M60 38 V6"
        stroke={palette.primary.main}
        strokeWidth="3"
        strokeDasharray="7 6"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  );
}
