package lingdian.law.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handbook, enforcement.md: every state of a case and every action on it; {@code -} is a step that is not open. */
class CaseTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            value = {
                "state        | acknowledge  | dispatch   | confirm   | dismiss   | mark-unverifiable | close ",
                "new          | acknowledged | -          | -         | dismissed | -                 | -     ",
                "acknowledged | -            | dispatched | -         | dismissed | -                 | -     ",
                "dispatched   | -            | -          | confirmed | dismissed | unverifiable      | -     ",
                "confirmed    | -            | -          | -         | -         | -                 | closed",
                "dismissed    | -            | -          | -         | -         | -                 | closed",
                "unverifiable | -            | -          | -         | -         | -                 | closed",
                "closed       | -            | -          | -         | -         | -                 | -     ",
            })
    void whereAnActionLeads(
            String state,
            String acknowledge,
            String dispatch,
            String confirm,
            String dismiss,
            String markUnverifiable,
            String close) {
        assertThat(after(state, CaseAction.ACKNOWLEDGE)).isEqualTo(acknowledge);
        assertThat(after(state, CaseAction.DISPATCH)).isEqualTo(dispatch);
        assertThat(after(state, CaseAction.CONFIRM)).isEqualTo(confirm);
        assertThat(after(state, CaseAction.DISMISS)).isEqualTo(dismiss);
        assertThat(after(state, CaseAction.MARK_UNVERIFIABLE)).isEqualTo(markUnverifiable);
        assertThat(after(state, CaseAction.CLOSE)).isEqualTo(close);
    }

    @Test
    void whatIsOpenIsWhatLeadsOn() {
        for (Case state : Case.all()) {
            for (CaseAction action : CaseAction.values()) {
                assertThat(state.open().contains(action))
                        .isEqualTo(state.after(action).isPresent());
            }
        }
    }

    @Test
    void aWordIsReadBackAndAnUnknownOneIsNone() {
        assertThat(Case.all())
                .allSatisfy(state -> assertThat(Case.of(state.wire())).isEqualTo(state));
        assertThat(CaseAction.values())
                .allSatisfy(action -> assertThat(CaseAction.of(action.wire())).contains(action));
        assertThat(CaseAction.of("comment")).isEmpty();
        assertThatThrownBy(() -> Case.of("open")).isInstanceOf(IllegalArgumentException.class);
    }

    private static String after(String state, CaseAction action) {
        return Case.of(state).after(action).map(Case::wire).orElse("-");
    }
}
