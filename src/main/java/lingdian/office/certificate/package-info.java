/**
 * Signed monthly certificates of what was and was not found at a café, with how much of the month was heard (handbook,
 * certificates.md).
 */
@NullMarked
package lingdian.office.certificate;

import org.jspecify.annotations.NullMarked;
