/**
 * Identity documents: types, number rules, names, masks and person tokens. Pure. Begin with {@code DocumentRules}, which
 * examines a {@code Document}.
 */
@NullMarked
package lingdian.domain.document;

import org.jspecify.annotations.NullMarked;
