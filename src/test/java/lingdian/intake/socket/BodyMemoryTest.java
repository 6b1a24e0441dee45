package lingdian.intake.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import lingdian.domain.PlaceCode;
import lingdian.platform.http.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which bodies give way to which, where the memory for all of them is taken. */
class BodyMemoryTest {
    private static final int MIB = 1024 * 1024;
    private static final int MOST = 8 * MIB;

    private final BodyMemory memory = new BodyMemory(2 * MOST, MOST);
    private final List<String> ended = new ArrayList<>();

    /** @param name its first character is the café's */
    private BodyMemory.Share body(String name) {
        return memory.share(new PlaceCode("3604811%07d".formatted((int) name.charAt(0))), why -> {
            assertThat(why.problem().status()).isEqualTo(503);
            ended.add(name);
        });
    }

    private BodyMemory.Share holding(String name, int bytes) {
        BodyMemory.Share body = body(name);
        assertThat(refusal(() -> body.growTo(bytes))).as(name).isNull();
        return body;
    }

    private @Nullable Integer asked(String name, int bytes) {
        return refusal(() -> body(name).growTo(bytes));
    }

    private static @Nullable Integer refusal(Runnable asking) {
        try {
            asking.run();
            return null;
        } catch (Problem.Thrown refused) {
            return refused.problem().status();
        }
    }

    @Test
    void nothingGivesWayWhileThereIsRoom() {
        holding("a", MOST);
        holding("b", MOST - MIB);
        holding("c", MIB);
        assertThat(ended).isEmpty();
    }

    @Test
    void theCafeThatHoldsTheMostGivesWayFirst() {
        holding("a", 5 * MIB);
        holding("b1", 3 * MIB);
        holding("b2", 4 * MIB);
        holding("c", 4 * MIB);

        holding("d", MIB);
        assertThat(ended).as("its larger body").containsExactly("b2");
        holding("e", 3 * MIB); // beside d there is room for it
        holding("f", 2 * MIB);
        assertThat(ended).containsExactly("b2", "a");
    }

    @Test
    void theOldestOfEqualOnesGivesWay() {
        BodyMemory.Share first = holding("a", MOST);
        holding("b", MOST);
        first.giveBack();
        holding("a", MOST);

        holding("c", MIB);

        assertThat(ended).containsExactly("b");
    }

    @Test
    void asManyGiveWayAsAreNeeded() {
        for (String each : List.of("a1", "b1", "a2", "b2")) {
            holding(each, 3 * MIB);
        }
        holding("c", 4 * MIB);

        holding("d", 5 * MIB);

        assertThat(ended).as("of each of the largest").containsExactly("a1", "b1");
        assertThat(asked("e", MIB)).as("the rest of what they held is free").isNull();
        assertThat(ended).hasSize(2);
    }

    /** After its first body b holds no more than c would. */
    @Test
    void noneGivesWayWhereThatWouldNotBeEnough() {
        holding("a", MOST).arrived();
        holding("d", 4 * MIB).arrived();
        holding("b1", 2 * MIB);
        BodyMemory.Share last = holding("b2", 2 * MIB);

        assertThat(asked("c", 3 * MIB)).isEqualTo(503);
        assertThat(ended).isEmpty();
        assertThat(refusal(last::arrived)).isNull();
    }

    @Test
    void equalOnesDoNotGiveWayToOneAnother() {
        for (String each : List.of("a", "b", "c", "d")) {
            holding(each, 4 * MIB);
        }
        assertThat(asked("e", 4 * MIB)).isEqualTo(503);
        assertThat(asked("e", 4 * MIB - 1)).isNull();
        assertThat(ended).containsExactly("a");
    }

    /** Otherwise several bodies of one café would push out a larger one. */
    @Test
    void aCafeAsksForAllThatItHolds() {
        holding("a", 4 * MIB);
        holding("b", 4 * MIB);
        holding("c1", 3 * MIB).arrived();
        holding("d", 5 * MIB);

        assertThat(asked("c2", 2 * MIB)).isEqualTo(503);
        assertThat(ended).isEmpty();
    }

    @Test
    void whatHasArrivedWholeDoesNotGiveWay() {
        holding("a", MOST).arrived();
        holding("b", MOST).arrived();

        assertThat(asked("c", MIB)).isEqualTo(503);
        assertThat(ended).isEmpty();
    }

    /** Ends all of them and asks again, as long as they like. */
    @Test
    void whoBeginsAgainPushesOutNothingShorter() {
        holding("a", MOST);
        holding("b", MOST);
        for (int i = 0; i < 8; i++) {
            holding(String.valueOf((char) ('p' + i)), 2 * MIB);
        }
        assertThat(ended).containsExactly("a", "b");

        for (int length = 2 * MIB; length <= MOST; length += MIB) {
            assertThat(asked("a", length)).isEqualTo(503);
            assertThat(asked("b", length)).isEqualTo(503);
        }
        assertThat(ended).hasSize(2);
    }

    @Test
    void whatGaveWayGrowsNoMoreAndGivesNothingBackTwice() {
        BodyMemory.Share first = holding("a", MOST);
        BodyMemory.Share second = holding("b", MOST);
        holding("c", MOST - 1);
        assertThat(ended).containsExactly("a");

        assertThat(first.hasGivenWay()).isTrue();
        assertThat(second.hasGivenWay()).isFalse();
        assertThat(refusal(() -> first.growTo(MOST))).isEqualTo(503);
        assertThat(refusal(first::arrived)).isEqualTo(503);
        first.giveBack();
        first.giveBack();

        assertThat(first.hasGivenWay()).as("of its next body").isFalse();
        second.arrived();
        assertThat(asked("d", MOST - 1)).as("c and b hold what they held").isEqualTo(503);
        second.giveBack();
        assertThat(refusal(() -> first.growTo(MOST))).isNull();
    }

    /** One of undeclared length gives way by what has been read. */
    @Test
    void whatGrowsGivesWayOnceItHoldsMore() {
        BodyMemory.Share grows = holding("a", 4 * MIB);
        holding("b", 4 * MIB);
        BodyMemory.Share other = holding("c", 4 * MIB);
        BodyMemory.Share last = holding("d", 3 * MIB);
        assertThat(refusal(() -> grows.growTo(5 * MIB))).isNull();

        assertThat(refusal(() -> other.growTo(5 * MIB))).isEqualTo(503);
        assertThat(refusal(() -> last.growTo(4 * MIB))).isNull();

        assertThat(ended).containsExactly("a");
    }
}
