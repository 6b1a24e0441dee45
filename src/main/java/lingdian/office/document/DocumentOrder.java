package lingdian.office.document;

import lingdian.domain.AccountId;
import lingdian.law.course.DocumentKind;
import org.jspecify.annotations.Nullable;

/**
 * A document to be made.
 *
 * @param entered what the officer entered: {@link FieldReading}
 * @param personNumber a person's number that an unmasking showed to this account; null: none is printed
 * @param by who makes it
 */
public record DocumentOrder(
        DocumentKind kind, DocumentFields entered, @Nullable String personNumber, AccountId by) {
    @Override
    public String toString() {
        return "DocumentOrder[" + kind + "]";
    }
}
