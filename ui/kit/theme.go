package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"onewindow/assets"
)

// Theme dresses Fyne's own widgets in the look and gives everything the bundled font.
type Theme struct {
	regular, bold fyne.Resource
}

// NewTheme makes the theme; every program sets it once: app.Settings().SetTheme(kit.NewTheme()).
func NewTheme() *Theme {
	return &Theme{
		regular: fyne.NewStaticResource("NotoSansSC-Regular.ttf", assets.FontRegular),
		bold:    fyne.NewStaticResource("NotoSansSC-Bold.ttf", assets.FontBold),
	}
}

// Color is the light palette, whatever the system's variant: a hall's screens do not follow a desktop setting. The box
// of what is typed into, and its focus, are drawn by Field. It is no theme of its own over the entry, because Fyne
// reads the fonts again for each of those and never lets go of them: 17 MB a field.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameBackground:
		return Wall
	case theme.ColorNameForeground:
		return Ink
	case theme.ColorNameInputBackground, theme.ColorNameInputBorder, theme.ColorNameFocus:
		return None
	case theme.ColorNamePrimary: // the caret
		return Focus
	case theme.ColorNameDisabled: // a field that only shows
		return Ink
	case theme.ColorNameHyperlink, theme.ColorNameSuccess:
		return Green
	case theme.ColorNameOverlayBackground, theme.ColorNameMenuBackground, theme.ColorNameButton:
		return Paper
	case theme.ColorNameScrollBar:
		return Edge
	case theme.ColorNamePlaceHolder:
		return Ink3
	case theme.ColorNameSeparator:
		return Line
	case theme.ColorNameSelection, theme.ColorNameHover, theme.ColorNamePressed, theme.ColorNameHeaderBackground:
		return GreenT
	case theme.ColorNameError:
		return Red
	case theme.ColorNameWarning:
		return AmberS
	case theme.ColorNameDisabledButton, theme.ColorNameScrollBarBackground:
		return Blocked
	case theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnSuccess:
		return Paper
	case theme.ColorNameShadow:
		return color.NRGBA{R: Ink.R, G: Ink.G, B: Ink.B, A: 0x38}
	}
	return theme.DefaultTheme().Color(name, theme.VariantLight)
}

// Font is Noto Sans SC for everything: Regular or Bold, no italics, no other face.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	if style.Bold {
		return t.bold
	}
	return t.regular
}

// Icon gives Fyne's own icons; ours come from Icon.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size gives the counter's measures, the densest surface; the others place everything themselves.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return 15
	case theme.SizeNameCaptionText:
		return 12
	case theme.SizeNamePadding:
		return 4
	case theme.SizeNameInnerPadding:
		return 8
	case theme.SizeNameInputBorder:
		return 0
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 4
	case theme.SizeNameScrollBar:
		return 12
	case theme.SizeNameScrollBarSmall:
		return 6
	case theme.SizeNameModalBlurRadius:
		return 0 // paper lies over paper: what is below is dimmed, not blurred, and a weak machine is spared the work
	}
	return theme.DefaultTheme().Size(name)
}
