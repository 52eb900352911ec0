// Package apitest holds tests to the written contracts in assets/openapi. What flows through one of its lines or handlers is
// checked against the document: path, method, parameters, status, headers, every field of every body. A field or a status
// that the document does not name is a failure, so that neither end can say more than is written down.
//
// It is for tests only and must not know what the requests mean, or who asks and who answers.
package apitest
