/**
 * Brings cafés' agents on: codes that are used once, and the keys that agents get for them. Main types: {@code EnrolmentOperations}.
 */
@NullMarked
package lingdian.office.enrolment;

import org.jspecify.annotations.NullMarked;
