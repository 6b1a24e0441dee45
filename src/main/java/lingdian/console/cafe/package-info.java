/** The pages of cafés: the list, one café, its maintenance and safety records. Main types: {@code CafePages}. */
@NullMarked
package lingdian.console.cafe;

import org.jspecify.annotations.NullMarked;
