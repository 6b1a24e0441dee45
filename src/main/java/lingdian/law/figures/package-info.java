/**
 * What the service works out about each café once a night, beside the hot path, as facts for the judge. Main types:
 * {@code NightlyFigures}, {@code PeerComparison}.
 */
@NullMarked
package lingdian.law.figures;

import org.jspecify.annotations.NullMarked;
