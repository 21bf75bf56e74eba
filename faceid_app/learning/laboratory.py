"""The laboratory's jobs, by name, as the training process runs them: each loads what it needs when it begins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faceid_app.files import make_folder, replace_folder, storage_errors, temporary_folder, write_whole
from faceid_app.paths import Paths
from faceid_app.progress import IsCancelled, Report

if TYPE_CHECKING:
    from faceid_app.learning.face_selection import Sources

Job = dict[str, Any]
Result = dict[str, Any]
RunJob = Callable[[Job, Report, IsCancelled], Result]


def _ship(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.datasets.lfw import LfwIndex
    from faceid_app.learning.shipping import ship_backbone

    paths, target = Paths(Path(job["data_dir"])), Path(job["target"])
    lfw = LfwIndex(Path(job["lfw"])) if job.get("lfw") else LfwIndex.find(paths)
    shipment = ship_backbone(
        Path(job["source"]), lfw, pairs=Path(job["pairs"]), paths=paths, report=report, is_cancelled=is_cancelled
    )
    with storage_errors(target):
        make_folder(target.parent)
        with temporary_folder(target.parent) as new:
            for name, data in shipment.files.items():
                write_whole(new / name, data)
            replace_folder(new, target)
    return {"files": {name: len(data) for name, data in sorted(shipment.files.items())}, **shipment.figures}


def _sources(job: Job) -> Sources:
    from faceid_app.learning.face_selection import Sources

    return Sources(
        faces=tuple(Path(folder) for folder in job["faces"]),
        identities=Path(job["identities"]) if job.get("identities") else None,
        lfw=Path(job["lfw"]),
        pairs=Path(job["pairs"]),
    )


def _distil(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.augmentation import Augmentation
    from faceid_app.learning.compact import Making, make_compact
    from faceid_app.learning.distillation import Distillation

    making = Making(
        distillation=Distillation(**job["distillation"]),
        augmentation=Augmentation().times(float(job.get("augmentation", 1.0))),
        start=Path(job["start"]) if job.get("start") else None,
    )
    paths, folder = Paths(Path(job["data_dir"])), Path(job["folder"])
    return make_compact(paths, _sources(job), making, folder, report=report, is_cancelled=is_cancelled)


def _distil_compare(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.identity.distillation_arms import Arm
    from faceid_app.learning.distillation_comparison import compare_distillations

    arms = [Arm(name, options, changed) for name, options, changed in job["arms"]]
    return compare_distillations(
        Paths(Path(job["data_dir"])), _sources(job), Path(job["start"]), arms, Path(job["folder"]),
        report=report, is_cancelled=is_cancelled,
    )  # fmt: skip


def _arcface(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.identity.arcface_options import ArcfaceOptions, FaceSource
    from faceid_app.learning.arcface.job import Setting, make_repeatable, run_arms

    make_repeatable()
    setting = Setting(
        paths=Paths(Path(job["data_dir"])),
        folder=Path(job["folder"]),
        resume=bool(job["resume"]),
        model=None if job["model"] is None else Path(job["model"]),
    )
    arms = {name: ArcfaceOptions.from_dict(options) for name, options in job["arms"]}
    source = FaceSource.from_dict(job["source"])
    return run_arms(source, arms, setting, report=report, is_cancelled=is_cancelled)


def _presentation(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.presentation.job import PresentationOptions, train_presentation

    options = PresentationOptions(**job["options"])
    return train_presentation(
        options, Path(job["target"]), work=Path(job["work"]), report=report, is_cancelled=is_cancelled
    )


def _eyes(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.eyes.job import EyesOptions, train_eyes

    return train_eyes(EyesOptions(**job["options"]), Path(job["target"]), report=report, is_cancelled=is_cancelled)


def _eyes_evaluate(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.eyes.clips import compare_on_clips
    from faceid_app.learning.eyes.teacher import LidTeacher

    clips, teacher = [Path(clip) for clip in job["clips"]], LidTeacher(Path(job["teacher"]))
    return compare_on_clips(clips, teacher, report=report, is_cancelled=is_cancelled)


def _artificial(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.artificial.job import run_job

    return run_job(job, report=report, is_cancelled=is_cancelled)


def _attributes(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.learning.attributes.job import run_job

    return run_job(job, report=report, is_cancelled=is_cancelled)


def _identify(job: Job, report: Report, is_cancelled: IsCancelled) -> Result:
    from faceid_app.identity.identify_options import IdentifyOptions, IdentifySource
    from faceid_app.learning.identification.job import Setting, run_study

    setting = Setting(
        paths=Paths(Path(job["data_dir"])), folder=Path(job["folder"]), resume=bool(job["resume"]), report=report,
        is_cancelled=is_cancelled,
    )  # fmt: skip
    source, options = IdentifySource.from_dict(job["source"]), IdentifyOptions.from_dict(job["options"])
    return run_study(source, options, setting)


LABORATORY_JOBS: dict[str, RunJob] = {
    "ship": _ship,
    "arcface": _arcface,
    "artificial": _artificial,
    "artificial-evaluate": _artificial,
    "attributes": _attributes,
    "attributes-evaluate": _attributes,
    "distil": _distil,
    "distil-compare": _distil_compare,
    "presentation": _presentation,
    "eyes": _eyes,
    "eyes-evaluate": _eyes_evaluate,
    "identify": _identify,
}
