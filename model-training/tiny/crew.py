"""Several processes that train one model: on a busy machine they lose less to waiting than the threads of one process do.

Start with `torchrun --nproc-per-node N train_....py`; without torchrun there is one.
"""
import os

import torch
import torch.distributed as dist


class Crew:
    def __init__(self):
        self.size, self.rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
        if self.size > 1:
            dist.init_process_group("gloo")

    def averaged(self, parameters, minute):
        """Gradients become the crew's mean, and so does the minute, by which all change rates and stop together."""
        if self.size == 1:
            return minute
        for p in parameters:
            if p.grad is None:
                p.grad = torch.zeros_like(p)
        flat = torch.cat([*(p.grad.flatten() for p in parameters), torch.tensor([minute])])
        dist.all_reduce(flat)
        flat /= self.size
        for p, part in zip(parameters, flat[:-1].split([p.numel() for p in parameters])):
            p.grad.copy_(part.view_as(p))
        return flat[-1].item()
