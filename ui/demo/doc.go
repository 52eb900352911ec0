// Package demo draws the panel of a demonstration: it lays cards on readers, breaks and mends every simulated device,
// stops programs and cuts lines, and plays a busy morning. It drives a Lab and shows what the Lab says of itself; it
// knows no simulator and no hall.
package demo
