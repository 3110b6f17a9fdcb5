import {
  type BrandVariants,
  createDarkTheme,
  createLightTheme,
  type Theme,
  teamsHighContrastTheme,
} from '@fluentui/react-components';

/** One hue, a quiet petrol blue; steps chosen by lightness so that the kit's pairs keep their contrast (theme.test.ts). */
export const brand: BrandVariants = {
  10: '#010b10',
  20: '#00171f',
  30: '#00222d',
  40: '#002e3c',
  50: '#003b4a',
  60: '#004859',
  70: '#005568',
  80: '#046277',
  90: '#127389',
  100: '#24849b',
  110: '#3e96ad',
  120: '#5aa8be',
  130: '#78b9cc',
  140: '#98cada',
  150: '#b8dbe6',
  160: '#d9ecf2',
};

export const lightTheme: Theme = createLightTheme(brand);
export const darkTheme: Theme = {
  ...createDarkTheme(brand),
  colorBrandForeground1: brand[130],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[130],
  colorBrandForegroundLinkHover: brand[140],
  colorBrandForegroundLinkPressed: brand[120],
  colorBrandForegroundLinkSelected: brand[130],
  colorCompoundBrandForeground1: brand[120],
  colorCompoundBrandStroke: brand[120],
};
export const highContrastTheme: Theme = teamsHighContrastTheme;

/** For "increase contrast" without forced colours: the same theme with its quiet greys made loud. */
export function withMoreContrast(theme: Theme): Theme {
  return {
    ...theme,
    colorNeutralForeground2: theme.colorNeutralForeground1,
    colorNeutralForeground3: theme.colorNeutralForeground1,
    colorNeutralForeground4: theme.colorNeutralForeground1,
    colorNeutralStroke1: theme.colorNeutralStrokeAccessible,
    colorNeutralStroke2: theme.colorNeutralStrokeAccessible,
    colorNeutralStroke3: theme.colorNeutralStrokeAccessible,
  };
}

export type ThemeChoice = 'system' | 'light' | 'dark';

export interface SystemLook {
  readonly dark: boolean;
  /** High contrast colours of the computer's own are in force. */
  readonly forced: boolean;
  readonly moreContrast: boolean;
}

/** Which theme to show for the admin's choice and what the computer asks for. */
export function pickTheme(choice: ThemeChoice, system: SystemLook): { readonly theme: Theme; readonly dark: boolean } {
  const dark = choice === 'system' ? system.dark : choice === 'dark';
  if (system.forced) return { theme: highContrastTheme, dark };
  const theme = dark ? darkTheme : lightTheme;
  return { theme: system.moreContrast ? withMoreContrast(theme) : theme, dark };
}
