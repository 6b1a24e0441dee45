/**
 * What one person asks for and another one grants (四眼原则): permissions, who may grant them, and their reasons. Main
 * types: {@code Permission}, {@code Approvers}.
 */
@NullMarked
package lingdian.office.permission;

import org.jspecify.annotations.NullMarked;
