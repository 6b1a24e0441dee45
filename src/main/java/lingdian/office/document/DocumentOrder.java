package lingdian.office.document;

import lingdian.domain.AccountId;
import lingdian.law.course.DocumentKind;
import org.jspecify.annotations.Nullable;

/**
 * A document to be made.
 *
 * @param entered what the officer entered: {@link FieldReading}
 * @param person whose number is printed; null: none
 * @param by who makes it
 */
public record DocumentOrder(
        DocumentKind kind, DocumentFields entered, @Nullable UnmaskedNumber person, AccountId by) {
    /** A person's number that an unmasking showed to this account. */
    public record UnmaskedNumber(PrintedPerson person, String number) {
        @Override
        public String toString() {
            return "UnmaskedNumber[" + person + "]";
        }
    }

    @Override
    public String toString() {
        return "DocumentOrder[" + kind + "]";
    }
}
