package lingdian.office.cafe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lingdian.office.api.AuthorisedCall;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says of a café that is created or changed: which fields, and of those that rules and offices depend on,
 * from what to what. Names and other free texts stay out of it.
 */
final class CafeLogEntries {
    /** @param code of a value that may be shown; null: the field's name is all that is said */
    private record Field(
            String name,
            Function<Cafe, @Nullable Object> value,
            @Nullable Function<Cafe, @Nullable Object> code) {
        static Field text(String name, Function<Cafe, @Nullable Object> value) {
            return new Field(name, value, null);
        }

        static Field code(String name, Function<Cafe, @Nullable Object> value) {
            return new Field(name, value, value);
        }

        boolean differs(Cafe before, Cafe after) {
            return !Objects.equals(value.apply(before), value.apply(after));
        }

        AccessEntry with(AccessEntry entry, Cafe before, Cafe after) {
            return code == null ? entry : with(with(entry, "From", code.apply(before)), "To", code.apply(after));
        }

        private AccessEntry with(AccessEntry entry, String end, @Nullable Object shown) {
            return shown == null ? entry : entry.with(name + end, shown.toString());
        }
    }

    private static final List<Field> FIELDS = List.of(
            Field.code("region", Cafe::region),
            Field.code("timeZone", cafe -> cafe.timeZone().getId()),
            new Field(
                    "staffTerminals",
                    Cafe::staffTerminals,
                    cafe -> cafe.staffTerminals().size()),
            Field.code("measures", cafe -> cafe.measures().wire()),
            Field.code("terminals", Cafe::terminals),
            Field.code("validUntil", cafe -> cafe.licence().validUntil()),
            Field.text("licence", cafe -> cafe.licence().number()),
            Field.text("name", Cafe::name),
            Field.text("site", Cafe::site),
            Field.text("contact", Cafe::contact));

    private CafeLogEntries() {}

    /**
     * One entry; of a move a second one, so that who looks at the former region finds it too.
     *
     * @param how adds how it was done, or why
     * @param before empty: it is created
     */
    static List<AccessEntry> of(
            AuthorisedCall call, UnaryOperator<AccessEntry> how, Optional<Cafe> before, Cafe after) {
        AccessEntry done = call.done(before.isEmpty() ? Action.CREATE_CAFE : Action.CHANGE_CAFE);
        AccessEntry entry = how.apply(done).on(Subject.of(after.placeCode()));
        return before.isEmpty() ? List.of(entry.inRegion(after.region())) : of(entry, before.get(), after);
    }

    private static List<AccessEntry> of(AccessEntry entry, Cafe before, Cafe after) {
        List<Field> changed =
                FIELDS.stream().filter(field -> field.differs(before, after)).toList();
        AccessEntry told = changed.isEmpty()
                ? entry
                : entry.with("changed", changed.stream().map(Field::name).collect(Collectors.joining("+")));
        for (Field field : changed) {
            told = field.with(told, before, after);
        }
        return Stream.of(after.region(), before.region())
                .distinct()
                .map(told::inRegion)
                .toList();
    }
}
