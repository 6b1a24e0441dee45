package lingdian.access.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import lingdian.platform.http.Problem;
import lingdian.platform.text.Rfc3339;

/** The problems that refuse a request. They name the place of an error and what was expected, never a value. */
public final class Refused {
    private Refused() {}

    public static Problem.Thrown with(int status, String detail) {
        return Problem.of(status, detail).thrown();
    }

    /** A problem with a code that programs can tell from others of its status. */
    public static Problem.Thrown coded(int status, String code, String detail) {
        return Problem.of(status, detail).with("code", code).thrown();
    }

    /** A problem because of a limit, by the limit's name in the meters. */
    public static Problem.Thrown limit(String limit, int status, String detail) {
        return Problem.of(status, detail).reaching(limit).thrown();
    }

    /** A list is too long for one file. */
    public static Problem.Thrown tooManyRows(long rows, long most) {
        return Problem.of(
                        422, "The list has " + rows + " rows, and a file has at most " + most + ". Narrow the filter.")
                .with("code", "too-many-rows")
                .with("rows", rows)
                .thrown();
    }

    public static Problem.Thrown unknown() {
        return with(404, "There is nothing here that you may see.");
    }

    /** Something in the body is wrong. */
    public static Problem.Thrown body(String pointer, String expected) {
        return invalid(new JsonArray().add(bodyError(pointer, expected)));
    }

    /** A parameter of the path, query or header is wrong. */
    public static Problem.Thrown parameter(String name, String expected) {
        return invalid(new JsonArray().add(parameterError(name, expected)));
    }

    /** @param errors made by {@link #bodyError} and {@link #parameterError}, not empty */
    public static Problem.Thrown invalid(JsonArray errors) {
        JsonObject first = errors.getJsonObject(0);
        String place = first.getString("pointer", first.getString("parameter"));
        String detail = (place.isEmpty() ? "The body" : place) + ": " + first.getString("detail");
        return Problem.of(400, detail).with("errors", errors).thrown();
    }

    public static JsonObject bodyError(String pointer, String expected) {
        return new JsonObject().put("pointer", pointer).put("detail", expected);
    }

    public static JsonObject parameterError(String name, String expected) {
        return new JsonObject().put("parameter", name).put("detail", expected);
    }

    /** The account's role does not allow the request. */
    public static Problem.Thrown role(Role role) {
        return with(403, "This account's role (" + role.wire() + ") does not allow this.");
    }

    /**
     * A change that would begin before events that have already been judged (handbook,
     * hours.md#no-change-of-what-was-judged).
     */
    public static Problem.Thrown tooEarly(Instant judgedUntil, ZoneId zone) {
        String until = Rfc3339.format(judgedUntil, zone);
        return Problem.of(
                        422, "The change would take effect before " + until + ", up to which events have been judged.")
                .with("judgedUntil", until)
                .thrown();
    }

    /** The time until which everything has been judged, from a problem made by {@link #tooEarly}. */
    public static Optional<OffsetDateTime> judgedUntil(Problem problem) {
        return Optional.ofNullable(problem.members().get("judgedUntil"))
                .map(judged -> OffsetDateTime.parse(judged.toString()));
    }

    /** The pointers to the errors in the body, from a problem made by {@link #invalid}. */
    public static List<String> pointers(Problem problem) {
        return problem.members().get("errors") instanceof JsonArray errors
                ? errors.stream()
                        .map(error -> ((JsonObject) error).getString("pointer", ""))
                        .toList()
                : List.of();
    }
}
