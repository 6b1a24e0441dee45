package lingdian.console.disclosure;

import java.util.List;
import lingdian.console.frame.TypedForm;
import lingdian.office.registry.RegistryEntryDetail;
import lingdian.office.registry.RegistryMismatch;
import org.jspecify.annotations.Nullable;

/**
 * The registry's forms, and what it answered.
 *
 * @param asked the form that was sent; empty: none
 * @param entry masked; null where nothing was answered
 * @param unknown whether there is no entry that the reader may see
 * @param wrong the word for why the form was not accepted; empty: it was
 * @param mismatches entries to be checked, before a form is sent
 */
record RegistryView(
        String asked,
        @Nullable RegistryEntryDetail entry,
        boolean unknown,
        TypedForm form,
        String wrong,
        List<RegistryMismatch> mismatches) {
    RegistryView {
        mismatches = List.copyOf(mismatches);
    }

    static RegistryView first(List<RegistryMismatch> mismatches) {
        return new RegistryView("", null, false, TypedForm.EMPTY, "", mismatches);
    }

    static RegistryView answered(String asked, RegistryEntryDetail entry) {
        return new RegistryView(asked, entry, false, TypedForm.EMPTY, "", List.of());
    }

    static RegistryView unknown(String asked) {
        return new RegistryView(asked, null, true, TypedForm.EMPTY, "", List.of());
    }

    /** @param code of the problem; null if it has none */
    static RegistryView refused(String asked, TypedForm form, @Nullable Object code) {
        return new RegistryView(asked, null, false, form, code == null ? "document" : code.toString(), List.of());
    }

    /** The most frequent codes of {@code document-types.csv}. */
    static List<String> types() {
        return List.of("111", "112", "414", "511", "516", "553", "990");
    }

    @Override
    public String toString() {
        return "RegistryView[" + asked + "]"; // a person
    }
}
