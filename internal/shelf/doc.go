// Package shelf takes what the programs carry with them off the shelf, read and checked: catalogue, legal calendar,
// the drawer of papers. It only reads what is embedded; what it means is the business of each owner.
package shelf
