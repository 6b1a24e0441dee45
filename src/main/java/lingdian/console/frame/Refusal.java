package lingdian.console.frame;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import lingdian.access.account.Refused;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Why the API did not accept the input, for the page to show above the form.
 *
 * @param fields the invalid fields, as the form names them
 * @param judgedUntil the time before which nothing may begin; null if that is not the reason
 * @param conflict whether it conflicts with the stored state
 * @param files which files were not taken and why; none where that is not the reason, or nobody knows
 */
public record Refusal(
        List<String> fields, @Nullable OffsetDateTime judgedUntil, boolean conflict, List<RefusedFile> files) {
    private static final String SURE = "sure";
    private static final String FILES = "files";
    private static final Set<Integer> MENDED_IN_THE_FORM = Set.of(400, 409, 422);

    public Refusal {
        fields = List.copyOf(fields);
        files = List.copyOf(files);
    }

    public Refusal(List<String> fields, @Nullable OffsetDateTime judgedUntil, boolean conflict) {
        this(fields, judgedUntil, conflict, List.of());
    }

    /** The same, with the files that were not taken, where it is for its files. */
    public Refusal withFiles(List<RefusedFile> refused) {
        return fields.contains(FILES) ? new Refusal(fields, judgedUntil, conflict, refused) : this;
    }

    /** Whether this field's refusal has its causes, file by file. */
    boolean isExplained(String field) {
        return field.equals(FILES) && !files.isEmpty();
    }

    /** The refusal of what nothing takes back, sent without the tick that it was checked. */
    public static Refusal unsure() {
        return new Refusal(List.of(SURE), null, false);
    }

    public boolean isUnsure() {
        return fields.contains(SURE);
    }

    /** Whether it names neither a field nor another reason. */
    boolean isUnexplained() {
        return fields.isEmpty() && judgedUntil == null && !conflict;
    }

    /** Empty if correcting the form cannot help. */
    public static Optional<Refusal> of(Throwable failure) {
        return of(failure, Refusal::field);
    }

    /** @param field the form's field for a JSON pointer into the request; empty if it has none */
    static Optional<Refusal> of(Throwable failure, UnaryOperator<String> field) {
        if (!(failure instanceof Problem.Thrown thrown)
                || !MENDED_IN_THE_FORM.contains(thrown.problem().status())) {
            return Optional.empty();
        }
        List<String> fields = Refused.pointers(thrown.problem()).stream()
                .map(field)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        return Optional.of(new Refusal(
                fields,
                Refused.judgedUntil(thrown.problem()).map(Refusal::wholeMinute).orElse(null),
                thrown.problem().status() == 409));
    }

    /** The first whole minute from then on, since a form takes no seconds. */
    private static OffsetDateTime wholeMinute(OffsetDateTime at) {
        OffsetDateTime minute = at.truncatedTo(ChronoUnit.MINUTES);
        return minute.isBefore(at) ? minute.plusMinutes(1) : minute;
    }

    /** The form's field for a JSON pointer into the request: {@code fri} for {@code /weekly/fri/0}. */
    private static String field(String pointer) {
        String[] steps = pointer.split("/");
        return steps.length > 2 && steps[1].equals("weekly") ? steps[2] : steps.length > 1 ? steps[1] : "";
    }
}
