package dev.afterimage.gpu.cuda;

import dev.afterimage.gpu.device.DeviceEvent;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** A place in a CUDA stream's work. */
final class CudaEvent implements DeviceEvent {

    private final CudaDevice device;
    private final CUevent event = new CUevent();

    /** Of what was given to the stream until now; the device is current. */
    CudaEvent(CudaDevice device, CUstream stream) {
        this.device = device;
        device.check(JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DISABLE_TIMING), "make an event");
        device.check(JCudaDriver.cuEventRecord(event, stream), "mark its work");
    }

    CUevent event() {
        return event;
    }

    @Override
    public void synchronise() {
        device.makeCurrent();
        device.check(JCudaDriver.cuEventSynchronize(event), "finish its work");
    }

    @Override
    public void close() {
        if (!device.lost()) {
            device.makeCurrent();
            device.check(JCudaDriver.cuEventDestroy(event), "end an event");
        }
    }
}
