package lingdian.office.disclosure;

import lingdian.testing.Packing;
import org.junit.jupiter.api.BeforeAll;

/**
 * Nothing is different of a day that is packed: whose names people are shown, and which texts in quarantine. But here the
 * day still runs, so that no node starts on it: what does that is left out.
 */
class PackedUnmaskingIT extends UnmaskingIT {
    @BeforeAll
    static void pack() throws Exception {
        Packing.everything(cafe.service);
    }

    @Override
    void anotherNodeKnowsItAll() {}
}
