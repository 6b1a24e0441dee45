package lingdian.office.registry;

import lingdian.domain.document.PersonToken;
import lingdian.vault.registry.RegistryStore.RegistrationResult;

/**
 * What became of a line of an import.
 *
 * @param code why it was refused; empty if it was not
 * @param path what it was refused for: a JSON pointer into the line
 */
record LineOutcome(long line, Kind kind, String code, String path) {
    enum Kind {
        /** Refused for the line itself, whoever the person is. */
        FAULTY,
        /** Refused for what the registry knows of the person. */
        REFUSED,
        REGISTERED,
        RENEWED
    }

    static LineOutcome faulty(long line, String code, String path) {
        return new LineOutcome(line, Kind.FAULTY, code, path);
    }

    static LineOutcome of(long line, PersonToken person, RegistrationResult result) {
        if (result.added().contains(person)) {
            return new LineOutcome(line, Kind.REGISTERED, "", "");
        }
        if (result.renewed().contains(person)) {
            return new LineOutcome(line, Kind.RENEWED, "", "");
        }
        return result.misnamed().contains(person)
                ? new LineOutcome(line, Kind.REFUSED, "name-mismatch", "/document/name")
                : new LineOutcome(line, Kind.REFUSED, "document-revoked", "/document/number");
    }

    /** Whether it tells something about the person, and not only of the line. */
    boolean isOfPerson() {
        return kind != Kind.FAULTY;
    }

    /** Whether telling it answers a question to the registry. */
    boolean isQuestion() {
        return kind == Kind.REFUSED;
    }
}
