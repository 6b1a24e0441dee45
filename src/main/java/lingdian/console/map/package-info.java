/** The map of cafés: a schematic without boundaries, and the round of the night. Main type: {@code MapPages}. */
@NullMarked
package lingdian.console.map;

import org.jspecify.annotations.NullMarked;
