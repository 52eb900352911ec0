// Package assets holds what the programs carry with them: font, icons, catalogue, legal calendars,
// translations and the OpenAPI documents. It only embeds; reading and meaning belong to others.
package assets
