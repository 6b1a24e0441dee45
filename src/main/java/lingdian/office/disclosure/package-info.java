/** Disclosure of personal data: unmasking by two persons, record requests and legal holds. Main types: the endpoints, and {@code UnmaskedPersons} for other features. */
@NullMarked
package lingdian.office.disclosure;

import org.jspecify.annotations.NullMarked;
