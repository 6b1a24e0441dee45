package lingdian.agent.adapter;

import java.util.Set;

/** The agent's names for what a line may say. */
final class CardField {
    static final String EVENT = "event";
    static final String TERMINAL = "terminal";
    static final String AT = "at";
    static final String TYPE = "type";
    static final String NUMBER = "number";
    static final String NAME = "name";
    static final String BIRTH_DATE = "birthDate";
    static final String READ = "read";

    static final Set<String> ALL = Set.of(EVENT, TERMINAL, AT, TYPE, NUMBER, NAME, BIRTH_DATE, READ);
    /** Those of a document. */
    static final Set<String> OF_DOCUMENT = Set.of(TYPE, NUMBER, NAME, BIRTH_DATE, READ);

    private CardField() {}
}
