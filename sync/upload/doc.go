// Package upload brings a file to the platform in chunks: it asks where to go on, sends from there, and believes nothing
// but the platform's own word that the whole is there and synced. The same bytes are never sent twice where the platform
// has them already. It must not know where the file comes from or what it shows.
package upload
