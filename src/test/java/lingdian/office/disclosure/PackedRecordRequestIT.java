package lingdian.office.disclosure;

import lingdian.testing.Packing;
import org.junit.jupiter.api.BeforeAll;

/**
 * A café's records of a packed day are shown exactly as before it was packed. The packed day is the current one here,
 * so no events can be added and no node can start; tests that need either are left out.
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

    @Override
    void exportsOfOneOfficeLeaveSomeToOthers() {}

    @Override
    void whoseAccountEndsWhileTheyReadGetsNoFurther() {}

    @Override
    void whoseGrantEndsWhileTheyReadGetsNoFurther() {}
}
