/** Disclosure of personal data: unmasking by two persons, record requests and legal holds. Main types: the endpoints. */
@NullMarked
package lingdian.office.disclosure;

import org.jspecify.annotations.NullMarked;
