/** Without the fonts of the theme: those of the system need no bytes. */
export { default } from 'vitepress/theme-without-fonts'
