package lingdian.office.disclosure;

import lingdian.testing.Packing;
import org.junit.jupiter.api.BeforeAll;

/**
 * For a packed day, the same names and the same texts in quarantine are shown as before. The packed day is the current
 * one here, so no node can start; tests that start one are left out.
 */
class PackedUnmaskingIT extends UnmaskingIT {
    @BeforeAll
    static void pack() throws Exception {
        Packing.everything(cafe.service);
    }

    @Override
    void anotherNodeKnowsItAll() {}
}
