/**
 * Disclosure of personal data: unmasking by two persons, record requests and legal holds. Seen from outside: its
 * endpoints.
 */
@NullMarked
package lingdian.office.disclosure;

import org.jspecify.annotations.NullMarked;
