/** Identity documents: types, number rules, names, masks and person tokens. Pure. */
@NullMarked
package lingdian.domain.document;

import org.jspecify.annotations.NullMarked;
