package lingdian.console.frame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A form of a page that was sent and not accepted, with what was typed, so that it need not be typed again.
 *
 * @param name of the form; empty: none was sent
 * @param refusal why it was not accepted
 */
public record TypedForm(
        String name,
        Map<String, List<String>> typed,
        @Nullable Refusal refusal) {
    /** Behind the name of a field: no name of a field has a dot. */
    private static final String SUGGESTED = ".suggested";

    public static final TypedForm EMPTY = new TypedForm("", Map.of(), null);

    public TypedForm {
        typed = Map.copyOf(typed);
    }

    /** Empty if correcting the form cannot help. */
    public static Optional<TypedForm> of(PageCall call, String name, Throwable failure) {
        return Refusal.of(failure).map(refusal -> new TypedForm(name, call.typed(), refusal));
    }

    /** @param field the form's field for a JSON pointer into the request; empty if it has none */
    public static Optional<TypedForm> of(PageCall call, String name, Throwable failure, UnaryOperator<String> field) {
        return Refusal.of(failure, field).map(refusal -> new TypedForm(name, call.typed(), refusal));
    }

    /** One whose only mistake the page found itself. */
    public static TypedForm wrong(PageCall call, String name, String field) {
        return new TypedForm(name, call.typed(), new Refusal(List.of(field), null, false));
    }

    /**
     * One with a field that could mean several things, or none.
     *
     * @param suggested what it could mean
     */
    public static TypedForm unclear(PageCall call, String name, String field, List<String> suggested) {
        Map<String, List<String>> typed = call.typed();
        typed.put(field + SUGGESTED, suggested);
        return new TypedForm(name, typed, new Refusal(List.of(field), null, false));
    }

    /** What a field could mean that was not clear. */
    public List<String> suggested(String form, String field) {
        return isOf(form) ? typed.getOrDefault(field + SUGGESTED, List.of()) : List.of();
    }

    public boolean isOf(String form) {
        return name.equals(form);
    }

    /** What was typed into a field. */
    public String value(String form, String field, String otherwise) {
        return isOf(form) ? typed.getOrDefault(field, List.of("")).getFirst() : otherwise;
    }

    public boolean isWrong(String form, String field) {
        return isOf(form) && refusal != null && refusal.fields().contains(field);
    }

    /** Whether it was refused for something that is none of these fields. */
    public boolean isRefusedAsAWhole(String form, List<String> fields) {
        return isOf(form) && refusal != null && (refusal.fields().isEmpty() || !fields.containsAll(refusal.fields()));
    }

    /** The status of the page that shows it. */
    public int status() {
        return refusal == null ? 200 : refusal.conflict() ? 409 : 422;
    }

    @Override
    public String toString() {
        return "TypedForm[" + name + "]"; // what was typed is free text
    }
}
