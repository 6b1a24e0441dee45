/**
 * Lingdian: compliance of Internet cafés with opening hours and real-name registration. {@link lingdian.Main} starts
 * a command; everything else is in a room.
 */
@NullMarked
package lingdian;

import org.jspecify.annotations.NullMarked;
