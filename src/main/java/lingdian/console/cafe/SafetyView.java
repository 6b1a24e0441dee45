package lingdian.console.cafe;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.Refusal;
import lingdian.office.cafe.SafetyRecord;
import org.jspecify.annotations.Nullable;

/**
 * A café's safety officer, its training, and its letter of responsibility, with the form that changes them.
 *
 * @param entered the stored record, as the API returns it
 * @param form the contents of the form: the stored record, or input that was not accepted
 * @param version the version that was read and that the form replaces
 * @param changedAt null if nothing was ever entered
 * @param changes whether the reader may change it
 * @param refusal why the input was not accepted; null if none was refused
 */
record SafetyView(
        Fields entered,
        Fields form,
        String version,
        @Nullable OffsetDateTime changedAt,
        boolean changes,
        @Nullable Refusal refusal) {
    /** Where it was not asked for. */
    static final SafetyView NONE = none();

    /**
     * @param officer empty if none is named; the other fields may be empty too
     * @param trainedOn days of training, the latest first
     */
    record Fields(String officer, String phone, List<String> trainedOn, String letterOn) {
        Fields {
            trainedOn = List.copyOf(trainedOn);
        }

        private static Fields of(SafetyRecord safety) {
            return new Fields(safety.officer(), safety.phone(), safety.trainedOn(), safety.letterOn());
        }

        private static Fields typed(PageCall call) {
            return new Fields(
                    call.typed("officer"),
                    call.typed("phone"),
                    call.typedAll("trainedOn").stream()
                            .filter(day -> !day.isEmpty())
                            .toList(),
                    call.typed("letterOn"));
        }

        /** The fields for days of training: one for each day entered, and an empty one. */
        List<String> days() {
            return Stream.concat(trainedOn.stream(), Stream.of("")).toList();
        }

        boolean isEmpty() {
            return officer.isEmpty() && trainedOn.isEmpty() && letterOn.isEmpty();
        }

        @Override
        public String toString() {
            return "Fields[" + trainedOn + "]"; // they name a person
        }
    }

    private static SafetyView none() {
        var nothing = new Fields("", "", List.of(), "");
        return new SafetyView(nothing, nothing, "", null, false, null);
    }

    static SafetyView of(SafetyRecord safety, boolean changes) {
        Fields entered = Fields.of(safety);
        return new SafetyView(entered, entered, safety.version(), safety.changedAt(), changes, null);
    }

    /**
     * Input that was not accepted, beside the current contents. After a conflict, sending it again replaces a
     * colleague's change; after a typing error it does not.
     */
    SafetyView typed(PageCall call, Refusal why) {
        String read = why.conflict() ? version : call.typed("version");
        return new SafetyView(entered, Fields.typed(call), read, changedAt, true, why);
    }

    /** What a form asks the API to save. */
    static SafetyRecord typed(PageCall call) {
        Fields typed = Fields.typed(call);
        return new SafetyRecord(
                typed.officer(), typed.phone(), typed.trainedOn(), typed.letterOn(), call.typed("version"), null);
    }

    @Override
    public String toString() {
        return "SafetyView[" + entered + "]"; // it names a person
    }
}
