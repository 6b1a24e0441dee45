package lingdian.office.disclosure;

import lingdian.testing.Packing;
import org.junit.jupiter.api.BeforeAll;

/**
 * A café's records of a packed day are shown exactly as before it was packed. But here the day still runs, so that
 * nothing can be added to it, and no node starts on it: what does that is left out.
 */
class PackedRecordRequestIT extends RecordRequestIT {
    @BeforeAll
    static void pack() throws Exception {
        Packing.everything(cafe.service);
    }

    @Override
    void aLongExportIsWholeAndInOrder() {}

    @Override
    void anotherNodeExportsItToo() {}
}
