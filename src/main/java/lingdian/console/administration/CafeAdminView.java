package lingdian.console.administration;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.TypedForm;
import lingdian.office.cafe.CafeEntry;
import lingdian.office.enrolment.IssuedCodes;
import lingdian.office.enrolment.ListedKey;
import lingdian.office.hours.GrantedHours;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * One café.
 *
 * @param principal the name of the licensed person; empty: not entered
 * @param closures also those that are over, the latest entered first
 * @param codes given out, the newest first, as {@code keys}
 * @param issued a new code, shown once
 */
record CafeAdminView(
        CafeEntry cafe,
        String principal,
        List<GrantedHours.Order> closures,
        List<ListedKey> codes,
        List<ListedKey> keys,
        TypedForm form,
        @Nullable IssuedCodes issued,
        OffsetDateTime now) {
    static final List<String> CLOSURE_FIELDS = List.of("from", "to", "document", "kind");

    CafeAdminView {
        closures = List.copyOf(closures);
        codes = List.copyOf(codes);
        keys = List.copyOf(keys);
    }

    static String principal(JsonObject entry) {
        return JsonValues.textOrEmpty(entry, "principal");
    }

    long openCodes() {
        return codes.stream().filter(code -> code.state().equals("open")).count();
    }

    boolean hasOpenCodes() {
        return openCodes() > 0;
    }

    /** Whether a new code ends the unused ones: it does, until the form was sent without. */
    boolean withdrawsEarlier() {
        return !form.isOf(KeysView.FORM)
                || !form.value(KeysView.FORM, "withdrawEarlier", "").isEmpty();
    }

    /** Whether a key that has not ended, or a code that was not used, could still connect for it. */
    boolean canConnect() {
        return hasOpenCodes() || keys.stream().anyMatch(key -> key.until() == null);
    }

    /** Whether all its keys have ended, so that it waits for a code. */
    boolean waitsForCode() {
        return !keys.isEmpty() && !canConnect() && !isClosedForGood();
    }

    /** Whether nothing but a code that was not used could connect for it. */
    boolean waitsForAgent() {
        return hasOpenCodes() && !isClosedForGood() && keys.stream().allMatch(key -> key.until() != null);
    }

    /** Those that are not over. */
    List<GrantedHours.Order> present() {
        return closures.stream().filter(closure -> !closure.isOver(now)).toList();
    }

    List<GrantedHours.Order> past() {
        return closures.stream().filter(closure -> closure.isOver(now)).toList();
    }

    /** Those that run now. */
    private Stream<GrantedHours.Order> running() {
        return present().stream().filter(closure -> !closure.from().isAfter(now));
    }

    boolean isClosed() {
        return running().findAny().isPresent();
    }

    /** Whether it is closed for good: then it needs no key. */
    boolean isClosedForGood() {
        return running().anyMatch(closure -> closure.kind().equals("permanent"));
    }

    /** What a field of the configuration shows. */
    String value(String field, String stored) {
        return form.value(CafesView.FORM, field, stored);
    }

    @Override
    public String toString() {
        return "CafeAdminView[" + cafe.placeCode() + "]"; // a name, and a code is a secret
    }
}
