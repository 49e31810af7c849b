"""Runs inside SAELens's own environment; prints one line of JSON."""

import itertools
import json
import statistics
import sys
import time

import torch

sys.path = [entry for entry in sys.path if not entry.endswith("bench/peers")]  # this file has the package's name


def step(d, latents, k, batch, steps):
    from sae_lens import BatchTopKTrainingSAE, BatchTopKTrainingSAEConfig, LoggingConfig
    from sae_lens.config import SAETrainerConfig
    from sae_lens.training.sae_trainer import SAETrainer

    asked = []

    def batches():
        held = [torch.randn(batch, d) for _ in range(4)]
        while True:
            asked.append(time.perf_counter())
            yield held[len(asked) % 4]

    sae = BatchTopKTrainingSAE(BatchTopKTrainingSAEConfig(d_in=d, d_sae=latents, k=k, device="cpu"))
    config = SAETrainerConfig(
        n_checkpoints=0,
        checkpoint_path=None,
        save_final_checkpoint=False,
        total_training_samples=batch * steps,
        device="cpu",
        autocast=False,
        lr=3e-4,
        lr_end=3e-5,
        lr_scheduler_name="constant",
        lr_warm_up_steps=0,
        adam_beta1=0.9,
        adam_beta2=0.999,
        lr_decay_steps=0,
        n_restart_cycles=1,
        train_batch_size_samples=batch,
        dead_feature_window=1000,
        feature_sampling_window=2000,
        logger=LoggingConfig(log_to_wandb=False),
    )
    SAETrainer(cfg=config, sae=sae, data_provider=batches()).fit()
    taken = [b - a for a, b in itertools.pairwise(asked[1:])]
    return {"times": {"BatchTopK step": statistics.median(taken)}}


if __name__ == "__main__":
    print(json.dumps({"step": step}[sys.argv[1]](**json.loads(sys.argv[2]))))
