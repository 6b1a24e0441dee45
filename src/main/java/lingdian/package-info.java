/** Lingdian: compliance of Internet cafés. The commands and their wiring. */
@NullMarked
package lingdian;

import org.jspecify.annotations.NullMarked;
