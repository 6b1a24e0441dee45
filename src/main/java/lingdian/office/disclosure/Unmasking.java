package lingdian.office.disclosure;

import java.util.Locale;
import java.util.UUID;
import lingdian.domain.ViolationId;
import lingdian.domain.document.AgeGroup;
import lingdian.office.permission.Permission;
import org.jspecify.annotations.Nullable;

/**
 * One account's permission to see what one violation masks: its person, or one quarantined text (handbook,
 * unmasking.md).
 *
 * @param text the text; null for the violation's person
 * @param secondPerson why a second person must decide; null if none is needed
 * @param askedByName the name of the requesting account; null if it was not read from the database, like {@code decidedByName}
 * @param reason as it was given; null if the key that sealed it is retired
 */
public record Unmasking(
        UUID id,
        ViolationId violationId,
        @Nullable TextRef text,
        @Nullable SecondPerson secondPerson,
        @Nullable String reason,
        Permission permission,
        @Nullable String askedByName,
        @Nullable String decidedByName) {

    public Unmasking {
        if ((text != null) != (secondPerson == SecondPerson.QUARANTINE)) {
            throw new IllegalArgumentException("the second person reason quarantine belongs to a quarantined text");
        }
        if (Boolean.TRUE.equals(permission.granted()) && secondPerson != null && permission.decidedBy() == null) {
            throw new IllegalArgumentException("a second person must have decided");
        }
    }

    /** A number of one stream of the violation's café. */
    public record TextRef(UUID stream, long seq) {}

    /** Why a second person must approve: 未成年人网络保护条例 Art. 36, PIPL Art. 31. */
    enum SecondPerson {
        MINOR,
        UNDER_14,
        /** A person who may be a child is protected like one. */
        AGE_UNKNOWN,
        QUARANTINE;

        /** The word in the API and in the database. */
        String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static SecondPerson of(String wire) {
            return valueOf(wire.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /** The reason for a second person; null if the holder was an adult at the login. */
        static @Nullable SecondPerson of(AgeGroup age) {
            return switch (age) {
                case UNDER_14 -> UNDER_14;
                case MINOR -> MINOR;
                case UNKNOWN -> AGE_UNKNOWN;
                case ADULT -> null;
            };
        }
    }

    /** The word in the API and in the database. */
    String what() {
        return text == null ? "person" : "quarantine";
    }

    Unmasking with(Permission decided) {
        return new Unmasking(id, violationId, text, secondPerson, reason, decided, askedByName, null);
    }

    @Override
    public String toString() {
        return "Unmasking[" + id + ", " + what() + "]"; // a reason is free text
    }
}
