package assets

import "embed"

// FontRegular and FontBold are Noto Sans SC (OFL-1.1, see font/OFL.txt), TrueType outlines.
//
//go:embed font/NotoSansSC-Regular.ttf
var FontRegular []byte

//go:embed font/NotoSansSC-Bold.ttf
var FontBold []byte

// Files holds icons/*.svg, icon.svg, wordmark.svg, calendar/*.json, catalogue/*.json, lang/*.json and openapi/*.yaml.
//
//go:embed icons icon.svg icon.png wordmark.svg calendar catalogue lang openapi
var Files embed.FS
