// Package rating is 好差评: five grades given by the citizen, on the citizen's device, of their own will. It promises
// that nothing is preselected and that silence is not a rating (GB/T 39046 A.8, GB/T 39734). It knows no case.
package rating
