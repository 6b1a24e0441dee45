/** The page of last night, read in the morning: what happened, and what is left to do. Main type: {@code MorningPages}. */
@NullMarked
package lingdian.console.morning;

import org.jspecify.annotations.NullMarked;
