/** The pages of cafés: the list, one café, its maintenance and safety records. Seen from outside: {@code CafePages}. */
@NullMarked
package lingdian.console.cafe;

import org.jspecify.annotations.NullMarked;
