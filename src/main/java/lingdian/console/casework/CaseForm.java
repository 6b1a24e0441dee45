package lingdian.console.casework;

import java.util.List;
import java.util.Map;
import lingdian.console.frame.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A form of a case's page that was sent and not accepted, with what was typed.
 *
 * @param action of the form; empty: none was sent
 * @param refusal why it was not accepted; null if another officer was first
 * @param conflict what another officer did meanwhile; null if nobody did anything
 */
record CaseForm(
        String action,
        Map<String, List<String>> typed,
        @Nullable Refusal refusal,
        @Nullable Conflict conflict) {
    static final CaseForm EMPTY = new CaseForm("", Map.of(), null, null);

    CaseForm {
        typed = Map.copyOf(typed);
    }

    /**
     * What happened to the case since the officer saw it.
     *
     * @param seen how many actions of its history the officer saw
     * @param findings how many violations
     */
    record Conflict(int seen, int findings) {}

    boolean isOf(String other) {
        return action.equals(other);
    }

    /** What was typed into a field of a form; empty if it was another form. */
    String value(String form, String field, String otherwise) {
        return isOf(form) ? typed.getOrDefault(field, List.of("")).getFirst() : otherwise;
    }

    boolean has(String form, String field, String value) {
        return isOf(form) && typed.getOrDefault(field, List.of()).contains(value);
    }

    boolean isWrong(String form, String field) {
        return isOf(form) && refusal != null && refusal.fields().contains(field);
    }

    /** Whether it was refused for something that none of its fields is. */
    boolean isRefusedAsAWhole(List<String> fields) {
        return refusal != null && refusal.fields().stream().noneMatch(fields::contains);
    }

    @Override
    public String toString() {
        return "CaseForm[" + action + "]"; // what was typed is free text
    }
}
