/**
 * Pages of checkpoints, their signatures, and integrity incidents. Its face is {@link lingdian.console.integrity.IntegrityPages}.
 */
@NullMarked
package lingdian.console.integrity;

import org.jspecify.annotations.NullMarked;
