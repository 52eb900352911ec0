package morning

import "math"

// spread is the sigma of a lognormal distribution with our variation: sigma² = ln(1 + variation²).
func spread() float64 { return math.Sqrt(math.Log(1 + variation*variation)) }

// middle is the mu at which a service time has the mean, in minutes, after clipping. The clipped mean rises with mu.
func middle(mean float64) float64 {
	low, high := math.Log(mean)-2, math.Log(mean)+2
	for range 60 {
		mu := (low + high) / 2
		if clippedMean(mu) < mean {
			low = mu
		} else {
			high = mu
		}
	}
	return low
}

// clippedMean is the mean of exp(mu + sigma·N), clipped to the shortest and longest service, in minutes.
func clippedMean(mu float64) float64 {
	s, a, b := spread(), shortest.Minutes(), longest.Minutes()
	x, y := (math.Log(a)-mu)/s, (math.Log(b)-mu)/s
	return a*normal(x) + math.Exp(mu+s*s/2)*(normal(y-s)-normal(x-s)) + b*(1-normal(y))
}

// normal is the standard normal distribution.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
