/**
 * A page with each component of the console in every state. Its face is
 * {@link lingdian.console.styleguide.StyleguidePages}.
 */
@NullMarked
package lingdian.console.styleguide;

import org.jspecify.annotations.NullMarked;
