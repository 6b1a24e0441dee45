/**
 * What all pages of the console share: the frame, words, choices, charts, forms and the call of a page. Seen by the
 * sections: {@code PageCall}, {@code PageRouter}, {@code Frame}.
 */
@NullMarked
package lingdian.console.frame;

import org.jspecify.annotations.NullMarked;
